package dev.anabranch.service;

import dev.anabranch.kernel.gate.Action;
import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The configuration file, `anabranch.yaml`.
///
/// ```yaml
/// port: 8080              # what the server listens at; a change needs a restart
/// rtmp_port: 1935
/// data: ./data
/// publish: local          # keys | local | anyone
/// publish_url: https://example.com/may-publish   # instead: one Guard, who brings no key of ours
/// play_secret: at-least-sixteen-characters       # the same for players; nothing lets everybody in
/// keep_recordings: 30d
/// live:                   # what every stream has unless it says otherwise
///   latency_mode: low
///   record: true
/// streams:
///   studio:
///     stream_key: sk_choose-a-long-one
///     simulcast_targets:
///       - url: rtmp://other.example/live
///         stream_key: theirs
///   camera:
///     source: rtmp://camera.example/live/1
/// ```
///
/// @param listening what is read once, at the start
/// @param publish empty when the file does not say
/// @param admittance what decides about publishers without a key of ours and about players, of
///   streams that say nothing themselves
/// @param keepRecordings how long recordings stay; empty keeps them for ever
/// @param defaults of all streams, also of those the API makes
/// @param reliance what has to be there besides
public record StreamFile(
        Listening listening,
        Optional<PublishPolicy> publish,
        Admittance admittance,
        Optional<Duration> keepRecordings,
        BroadcastSettings defaults,
        List<StreamDefinition> streams,
        Reliance reliance) {

    /// The name that is looked for where the program is started.
    public static final String NAME = "anabranch.yaml";

    /// A file that says nothing.
    public static final StreamFile EMPTY =
            new StreamFile(
                    Listening.NOTHING,
                    Optional.empty(),
                    Admittance.USUAL,
                    Optional.empty(),
                    BroadcastSettings.DEFAULT,
                    List.of(),
                    new Reliance(List.of()));

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration LONGEST_KEEPING = Duration.ofDays(36_500);

    /// Where the server listens, and what it needs for that.
    public record Listening(
            Optional<String> host,
            Optional<Integer> port,
            Optional<Integer> rtmpPort,
            Optional<Integer> rtmpsPort,
            Optional<Tls> tls,
            Optional<Path> data) {

        static final Listening NOTHING =
                new Listening(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /// PEM files.
    public record Tls(Path certificate, Path key) {}

    /// The backups and slates that streams name. Two are the same whatever they are of: it is the
    /// streams that tell one file from the other.
    public static final class Reliance {

        private final List<Mention> mentions;

        Reliance(List<Mention> mentions) {
            this.mentions = List.copyOf(mentions);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Reliance;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /// Looks whether all that it relies on is there; reads the disk.
    ///
    /// @param file where it stands
    /// @param isDeclared whether a stream of that name is declared elsewhere
    /// @throws MediaFormatException that names the file, the line and the key
    public void check(Path file, Predicate<String> isDeclared) throws MediaFormatException {
        var own = streams.stream().map(StreamDefinition::name).collect(Collectors.toSet());
        try {
            for (var mention : reliance.mentions) {
                mention.check(name -> own.contains(name) || isDeclared.test(name));
            }
        } catch (MediaFormatException wrong) {
            throw wrong.inFile(file.toString());
        }
    }

    /// The same for every stream that says nothing else.
    public StreamFile withDefaults(BroadcastSettings others) {
        return new StreamFile(
                listening, publish, admittance, keepRecordings, others, streams, reliance);
    }

    public StreamFile {
        streams = List.copyOf(streams);
    }

    /// @param flags changes what the file says of all streams, as the command line wants it
    /// @throws MediaFormatException that names the file, the line and the key
    public static StreamFile read(Path file, UnaryOperator<BroadcastSettings> flags)
            throws IOException, MediaFormatException {
        var sizeBytes = Files.size(file);
        if (sizeBytes > NodeReader.MAXIMUM_BYTES) {
            throw MediaFormatException.limit("", "the size", sizeBytes, NodeReader.MAXIMUM_BYTES)
                    .inFile(file.toString());
        }
        try {
            var folder = file.toAbsolutePath().resolveSibling("");
            return parse(Files.readString(file), folder, flags);
        } catch (MediaFormatException wrong) {
            throw wrong.inFile(file.toString());
        } catch (java.nio.charset.CharacterCodingException notUtf8) {
            throw MediaFormatException.malformed("", "not UTF-8").inFile(file.toString());
        }
    }

    /// @param folder what paths of the file are relative to
    static StreamFile parse(String text, Path folder, UnaryOperator<BroadcastSettings> flags)
            throws MediaFormatException {
        var said = Section.of("", NodeReader.yaml(text));
        var live = said.section("live");
        var defaults = flags.apply(SettingWords.read(live, BroadcastSettings.DEFAULT));
        live.end();
        var streams = new ArrayList<StreamDefinition>();
        var mentions = new ArrayList<Mention>();
        for (var entry : said.named("streams").entrySet()) {
            var section = entry.getValue();
            var stream =
                    StreamDefinition.read(entry.getKey(), section, Optional.empty(), defaults)
                            .within(folder);
            section.end();
            streams.add(stream);
            mentions.addAll(Mention.of(stream, section));
        }
        checkKeys(said, streams);
        var file =
                new StreamFile(
                        listening(said, folder),
                        said.word("publish", PublishPolicy.class),
                        new Admittance(
                                Optional.empty(),
                                Guard.read(said, Action.PUBLISH),
                                Admittance.readPlay(said)),
                        said.duration("keep_recordings", Duration.ofHours(1), LONGEST_KEEPING),
                        defaults,
                        streams,
                        new Reliance(mentions));
        said.end();
        return file;
    }

    /// With two streams of one key nobody would know which is meant.
    private static void checkKeys(Section said, List<StreamDefinition> streams)
            throws MediaFormatException {
        var keys = new java.util.HashMap<String, String>();
        for (var stream : streams) {
            var other = stream.streamKey().map(key -> keys.put(key, stream.name()));
            if (other.isPresent()) {
                throw said.refusal(
                        "streams", "has one key for " + other.get() + " and " + stream.name());
            }
        }
    }

    private static Listening listening(Section said, Path folder) throws MediaFormatException {
        return new Listening(
                said.text("host"),
                said.number("port", 0, HIGHEST_PORT),
                said.number("rtmp_port", 0, HIGHEST_PORT),
                said.number("rtmps_port", 0, HIGHEST_PORT),
                tls(said, folder),
                path(said, "data", folder));
    }

    private static Optional<Tls> tls(Section said, Path folder) throws MediaFormatException {
        var certificate = path(said, "tls_certificate", folder);
        var key = path(said, "tls_key", folder);
        if (certificate.isPresent() != key.isPresent()) {
            throw said.refusal(
                    certificate.isPresent() ? "tls_certificate" : "tls_key",
                    "goes together with "
                            + (certificate.isPresent() ? "tls_key" : "tls_certificate"));
        }
        return certificate.map(file -> new Tls(file, key.orElseThrow()));
    }

    private static Optional<Path> path(Section said, String key, Path folder)
            throws MediaFormatException {
        var text = said.text(key);
        try {
            return text.map(folder::resolve);
        } catch (InvalidPathException wrong) {
            throw said.refusal(key, "is a path, which '" + text.orElse("") + "' cannot be");
        }
    }
}
