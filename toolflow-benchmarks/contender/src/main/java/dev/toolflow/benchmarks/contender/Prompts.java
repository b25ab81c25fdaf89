package dev.toolflow.benchmarks.contender;

/** What the contenders say to the model, the same for all. */
public final class Prompts {
    /** The model that they ask. */
    public static final String MODEL = "gpt-4.1-mini";
    /** How the first step is told to work. */
    public static final String BRIEF_SYSTEM = "You plan brands. Answer in English and keep to the facts of the order.";
    /** How the second step is told to work. */
    public static final String PALETTE_SYSTEM = "You are a colour theorist. Choose four colours that suit the brief.";
    /** How the third step is told to work. */
    public static final String ADVERT_SYSTEM = "You write adverts. Keep to the mood of the palette.";
    /** What stands before an order. */
    public static final String BRIEF_USER = "Make a brief of this order: ";
    /** What stands before a brief. */
    public static final String PALETTE_USER = "Choose a palette for this brief: ";
    /** What stands before a palette. */
    public static final String ADVERT_USER = "Write an advert in these colours: ";

    private Prompts() {}
}
