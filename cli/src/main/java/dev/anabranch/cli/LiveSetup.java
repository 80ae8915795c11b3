package dev.anabranch.cli;

import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.service.AdminSecret;
import dev.anabranch.service.PublishPolicy;
import dev.anabranch.service.StreamFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// What the flags, the environment and the configuration file together say about live streams: the
/// first that says something is right.
final class LiveSetup {

    private static final int USUAL_RTMP_PORT = 1935;

    private final LiveOptions options;
    private final Optional<Path> path;
    private final StreamFile file;

    private LiveSetup(LiveOptions options, Optional<Path> path, StreamFile file) {
        this.options = options;
        this.path = path;
        this.file = file;
    }

    /// What the flags say alone.
    static LiveSetup ofFlags(LiveOptions options) {
        return new LiveSetup(options, Optional.empty(), unsaid(options));
    }

    static LiveSetup of(LiveOptions options) throws IOException, MediaFormatException {
        options.check();
        var path = path(options);
        return path.isPresent()
                ? new LiveSetup(options, path, read(path.get(), options))
                : ofFlags(options);
    }

    private static Optional<Path> path(LiveOptions options) throws NoSuchFileException {
        var named = options.config;
        if (named != null) {
            if (!Files.isRegularFile(named)) {
                throw new NoSuchFileException(named.toString());
            }
            return Optional.of(named);
        }
        var usual = Path.of(StreamFile.NAME);
        return Files.isRegularFile(usual) ? Optional.of(usual) : Optional.empty();
    }

    private static StreamFile read(Path path, LiveOptions options)
            throws IOException, MediaFormatException {
        return StreamFile.read(path, settings -> flagged(settings, options));
    }

    private static StreamFile unsaid(LiveOptions options) {
        return StreamFile.EMPTY.withDefaults(flagged(BroadcastSettings.DEFAULT, options));
    }

    private static BroadcastSettings flagged(BroadcastSettings settings, LiveOptions options) {
        return settings.withPolicy(options.over(settings.policy()))
                .withLadder(options.over(settings.ladder()));
    }

    /// The configuration file, when there is one.
    Optional<Path> path() {
        return path;
    }

    StreamFile file() {
        return file;
    }

    /// As the file is now.
    StreamFile reread(Path changed) throws IOException, MediaFormatException {
        return read(changed, options);
    }

    PublishPolicy publish(StreamFile said) {
        return options.publish != null
                ? options.publish
                : said.publish().orElse(PublishPolicy.LOCAL);
    }

    /// What opens the API: that of the environment, or else that of the data folder.
    AdminSecret secret(Optional<Path> data) throws IOException, CommandException {
        var said = Environment.ofProcess().find(Environment.ADMIN_SECRET);
        if (said.isPresent()) {
            try {
                return AdminSecret.of(said.get());
            } catch (IllegalArgumentException tooShort) {
                throw new CommandException(
                        ExitCode.USAGE, Environment.ADMIN_SECRET + ": " + tooShort.getMessage());
            }
        }
        return data.isPresent() ? AdminSecret.in(data.get()) : AdminSecret.generated();
    }

    /// Where nothing was said, [DataFolder#usual].
    DataFolder data() throws CommandException {
        if (options.isEphemeral) {
            return DataFolder.none();
        }
        var said = options.data != null ? Optional.of(options.data) : file.listening().data();
        return said.isPresent() ? DataFolder.at(said.get()) : DataFolder.usual();
    }

    /// Empty when nobody is to publish.
    OptionalInt rtmpPort() {
        if (options.hasNoRtmp) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                options.rtmpPort != null
                        ? options.rtmpPort
                        : file.listening().rtmpPort().orElse(USUAL_RTMP_PORT));
    }

    /// Whether somebody has asked for this very port: then it must be had.
    boolean isRtmpPortWanted() {
        return options.rtmpPort != null || file.listening().rtmpPort().isPresent();
    }

    OptionalInt rtmpsPort() {
        if (options.hasNoRtmp) {
            return OptionalInt.empty();
        }
        var said = Optional.ofNullable(options.rtmpsPort).or(() -> file.listening().rtmpsPort());
        return said.isPresent() ? OptionalInt.of(said.get()) : OptionalInt.empty();
    }
}
