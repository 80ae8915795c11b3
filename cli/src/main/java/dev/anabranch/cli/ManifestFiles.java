package dev.anabranch.cli;

import dev.anabranch.packager.check.PresentationCheck.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The playlists and MPDs a path on disk stands for.
///
/// @param folder where they lie
/// @param addresses as [dev.anabranch.packager.check.FolderResources] has them
record ManifestFiles(Path folder, List<String> addresses) {

    private static final int MAX_BYTES = 1 << 20;

    /// A file is itself; a folder is the manifests at its top, without the media playlists that a
    /// multivariant playlist may name.
    static ManifestFiles of(String target, ValidateCommand.Profile profile)
            throws IOException, CommandException {
        var path = path(target);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(target);
        }
        boolean isFolder = Files.isDirectory(path);
        if (!isFolder) {
            PlainFile.require(path, target);
        }
        var files = isFolder ? inFolder(path) : List.of(path);
        var found = new ArrayList<Path>();
        for (var file : files) {
            if (profile.includes(Kind.of(head(file)))) {
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            throw new CommandException(
                    ExitCode.INPUT_NOT_USABLE,
                    target
                            + ": "
                            + absence(profile)
                            + (isFolder ? " at the top of this folder" : ""));
        }
        var parent = path.toAbsolutePath().normalize();
        var addresses = found.stream().map(ManifestFiles::address).toList();
        return new ManifestFiles(isFolder ? parent : parentOf(parent), addresses);
    }

    static String absence(ValidateCommand.Profile profile) {
        return switch (profile) {
            case HLS, LL_HLS -> "there is no HLS playlist; one begins with #EXTM3U";
            case DASH -> "there is no DASH manifest; one has an MPD element";
            case ALL ->
                    "there is neither an HLS playlist (which begins with #EXTM3U) nor a DASH manifest";
        };
    }

    private static Path path(String target) throws NoSuchFileException {
        try {
            return Path.of(target);
        } catch (InvalidPathException wrong) {
            throw new NoSuchFileException(target);
        }
    }

    private static Path parentOf(Path file) {
        var parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        List<Path> manifests;
        try (var entries = Files.list(folder)) {
            manifests =
                    entries.filter(Files::isRegularFile)
                            .filter(file -> file.toString().matches("(?i).*\\.(m3u8?|mpd)"))
                            .sorted()
                            .toList();
        }
        var heads = new ArrayList<Path>();
        boolean hasMultivariant = false;
        for (var file : manifests) {
            hasMultivariant |= isMultivariant(file);
        }
        for (var file : manifests) {
            boolean isPlaylist = Kind.of(head(file)) == Kind.HLS;
            if (!isPlaylist || !hasMultivariant || isMultivariant(file)) {
                heads.add(file);
            }
        }
        return heads;
    }

    private static boolean isMultivariant(Path file) throws IOException {
        return new String(head(file), StandardCharsets.UTF_8).contains("#EXT-X-STREAM-INF");
    }

    private static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
        }
    }

    private static String address(Path file) {
        var name = file.getFileName();
        var text = name == null ? "" : name.toString();
        return text.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }
}
