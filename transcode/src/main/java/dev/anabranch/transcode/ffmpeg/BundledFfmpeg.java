package dev.anabranch.transcode.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The program that comes as a dependency: unpacked from its jar into a folder of the cache, once,
/// without loading any native code into this JVM.
final class BundledFfmpeg {

    /// As pinned in the parent POM; a test holds the two together.
    static final String VERSION = "8.0.1-1.5.13";

    private static final String ROOT = "/org/bytedeco/ffmpeg/";

    /// How the dependency was built, as its classifier says: the profile `gpl` swaps them.
    private static final List<String> BUILDS = List.of("linux-x86_64-gpl", "linux-x86_64");

    /// The programs and what they link to; the rest of the jar binds them to Java.
    private static final List<String> FILES =
            List.of(
                    "ffmpeg",
                    "ffprobe",
                    "libavcodec.so.62",
                    "libavdevice.so.62",
                    "libavfilter.so.11",
                    "libavformat.so.62",
                    "libavutil.so.60",
                    "libdrm.so.2",
                    "libswresample.so.6",
                    "libswscale.so.9",
                    "libva-drm.so.2",
                    "libva.so.2");

    private BundledFfmpeg() {}

    /// The folder with the programs; unpacked when it is not there.
    ///
    /// @return empty on a machine it is not made for, or without the dependency
    static Optional<Path> unpackedBelow(Path cache) throws IOException {
        boolean isMadeForThis =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")
                        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch", ""));
        var build = BUILDS.stream().filter(BundledFfmpeg::isThere).findFirst();
        if (!isMadeForThis || build.isEmpty()) {
            return Optional.empty();
        }
        var folder = folder(cache, build.get());
        if (!Files.isDirectory(folder)) {
            unpack(cache, folder, ROOT + build.get() + "/");
        }
        return Optional.of(folder);
    }

    private static boolean isThere(String build) {
        return BundledFfmpeg.class.getResource(ROOT + build + "/ffmpeg") != null;
    }

    /// One for each build, so that one is never taken for the other.
    private static Path folder(Path cache, String build) {
        return cache.resolve("ffmpeg-" + VERSION + (build.endsWith("-gpl") ? "-gpl" : ""));
    }

    /// All files beside the folder, then one rename: whoever sees it sees it whole.
    private static void unpack(Path cache, Path folder, String root) throws IOException {
        Files.createDirectories(cache);
        var fresh = Files.createTempDirectory(cache, ".ffmpeg-");
        try {
            for (var name : FILES) {
                copy(root + name, fresh.resolve(name));
            }
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException another) {
            // Somebody else unpacked it meanwhile: theirs is as good.
            delete(fresh);
        } catch (AtomicMoveNotSupportedException unsupported) {
            delete(fresh);
            throw unsupported;
        } catch (FileSystemException failed) {
            delete(fresh);
            if (!Files.isDirectory(folder)) {
                throw failed;
            }
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (var in = BundledFfmpeg.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the ffmpeg dependency has no " + name);
            }
            Files.copy(in, to);
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(BundledFfmpeg::deleteFile);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
