package dev.toolflow.examples.report;

/** What a flow made, as its report shows it. */
public sealed interface OutputView permits BrandKitView, ColorThemeView, IconsView {}
