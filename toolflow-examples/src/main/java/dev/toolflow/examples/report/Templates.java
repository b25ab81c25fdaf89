package dev.toolflow.examples.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * The HTML pages. Everything that a model or a user wrote is escaped, and no character of theirs hides or reorders text.
 * Thread-safe.
 */
public final class Templates {
    private static final String PACKAGE = "dev.toolflow.examples.templates";
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    private Templates() {}

    /** The page that a template makes of this. */
    public static String html(String template, Object page) {
        StringOutput html = new StringOutput(64 << 10);
        ENGINE.render(template, page, html);
        return Legible.text(html.toString());
    }
}
