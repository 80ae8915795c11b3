package dev.anabranch.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where ffmpeg is looked for, in this order: the path that is named, the variable
/// `ANABRANCH_FFMPEG`, the bundled program, `PATH`.
///
/// @param named by a setting; nothing else is tried then
/// @param environment of this process
/// @param cache where the bundled program is unpacked to
public record FfmpegSearch(
        Optional<Path> named, Map<String, String> environment, Optional<Path> cache) {

    /// Names the program when no setting does.
    public static final String VARIABLE = "ANABRANCH_FFMPEG";

    public FfmpegSearch {
        environment = Map.copyOf(environment);
    }

    /// All four, with the cache where the desktop's rules have it (`XDG_CACHE_HOME`).
    public static FfmpegSearch usual(Optional<Path> named, Map<String, String> environment) {
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        var home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        var caches = xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg);
        return new FfmpegSearch(named, environment, Optional.of(caches.resolve("anabranch")));
    }

    /// What to take without looking further.
    Optional<Path> decided() {
        var variable = environment.getOrDefault(VARIABLE, "");
        return named.or(
                () -> variable.isBlank() ? Optional.empty() : Optional.of(Path.of(variable)));
    }

    /// The folders of `PATH`.
    List<Path> folders() {
        return List.of(environment.getOrDefault("PATH", "").split(":")).stream()
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .toList();
    }
}
