package dev.anabranch.cli;

import java.nio.file.Path;
import java.util.Map;

/// Where programs keep a user's files (XDG Base Directory Specification 0.8).
final class UserFolders {

    private static final String OURS = "anabranch";

    private UserFolders() {}

    /// What a person would miss.
    static Path data() {
        return folder(System.getenv(), "XDG_DATA_HOME", ".local", "share");
    }

    /// What belongs to this machine.
    static Path state() {
        return folder(System.getenv(), "XDG_STATE_HOME", ".local", "state");
    }

    private static Path folder(Map<String, String> environment, String name, String... usual) {
        var said = environment.get(name);
        // "All paths must be absolute": others are to be taken as not there.
        if (said != null && Path.of(said).isAbsolute()) {
            return Path.of(said, OURS);
        }
        return Path.of(System.getProperty("user.home"), usual).resolve(OURS);
    }
}
