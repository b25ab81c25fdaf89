package dev.toolflow.examples;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {Main.NAME + " " + (version == null ? "(not run from its jar)" : version)};
    }
}
