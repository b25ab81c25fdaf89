package dev.toolflow.examples;

/** Lines of what was made: on standard output, unless that belongs to JSON alone. */
final class Lines {
    private final Terminal terminal;
    private final boolean json;

    Lines(Terminal terminal, CommonOptions options) {
        this.terminal = terminal;
        this.json = options.json();
    }

    void add(String line) {
        if (json) {
            terminal.say(line);
        } else {
            terminal.print(line);
        }
    }
}
