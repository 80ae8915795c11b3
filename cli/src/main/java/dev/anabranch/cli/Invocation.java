package dev.anabranch.cli;

/// How this program was started, so that commands which it proposes can be typed as they are.
final class Invocation {

    private static final String USUAL = "anabranch";

    private Invocation() {}

    /// The first word of a command line, as the launcher was called; `anabranch` without a
    /// launcher.
    static String word() {
        var said = System.getProperty("anabranch.invoked", USUAL);
        return said.isBlank() ? USUAL : Printable.line(said);
    }
}
