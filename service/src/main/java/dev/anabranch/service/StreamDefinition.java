package dev.anabranch.service;

import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.live.SimulcastTarget;
import dev.anabranch.live.TargetAddress;
import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is said of one stream, in the configuration file or through the API, in the same words.
///
/// @param name its `/live/{name}`, and what viewers see
/// @param admittance who may publish and play it
/// @param source where we fetch it, when nobody sends it to us
/// @param targets where we send it on to
/// @param standIns what viewers see while its publisher is away
public record StreamDefinition(
        String name,
        Admittance admittance,
        BroadcastSettings settings,
        Optional<URI> source,
        List<SimulcastTarget> targets,
        StandIns standIns) {

    static final int MAXIMUM_TARGETS = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final List<String> RTMP = List.of("rtmp", "rtmps");

    public StreamDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name=" + name);
        }
        targets = List.copyOf(targets);
    }

    /// What a publisher must know; empty when others decide.
    public Optional<String> streamKey() {
        return admittance.streamKey();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// @param key what it is published with when the section says nothing
    /// @param defaults what holds when it says nothing
    static StreamDefinition read(
            String name, Section said, Optional<String> key, BroadcastSettings defaults)
            throws MediaFormatException {
        if (!isName(name)) {
            throw said.refusal(
                    "name",
                    "has 1 to 128 letters, digits, '-', '_' and '.', a letter or digit first");
        }
        return new StreamDefinition(
                name,
                Admittance.read(said, key),
                SettingWords.read(said, defaults),
                said.address("source", RTMP),
                targets(said),
                StandIns.read(said, StandIns.NONE));
    }

    /// What the section says, and of the rest what was. Names, keys and targets change in other
    /// ways.
    StreamDefinition changed(Section said) throws MediaFormatException {
        return new StreamDefinition(
                name,
                admittance.changed(said),
                SettingWords.read(said, settings),
                said.has("source") ? said.address("source", RTMP) : source,
                targets,
                StandIns.read(said, standIns));
    }

    private static List<SimulcastTarget> targets(Section said) throws MediaFormatException {
        var targets = new ArrayList<SimulcastTarget>();
        var ids = new HashSet<String>();
        for (var section : said.sections("simulcast_targets")) {
            var target = target(section);
            if (!ids.add(target.id())) {
                throw said.refusal(
                        "simulcast_targets", "names the same one twice: " + target.address());
            }
            targets.add(target);
        }
        if (targets.size() > MAXIMUM_TARGETS) {
            throw said.refusal("simulcast_targets", "has at most " + MAXIMUM_TARGETS);
        }
        return targets;
    }

    static SimulcastTarget target(Section section) throws MediaFormatException {
        var url = section.address("url", RTMP);
        if (url.isEmpty()) {
            throw section.refusal("url", "is needed");
        }
        var address = new TargetAddress(url.get(), section.text("stream_key"));
        // A file that is read again names the same target, whose connection goes on.
        var id = section.text("id").orElseGet(() -> Token.idOf("st_", address.whole().toString()));
        section.end();
        return new SimulcastTarget(id, address);
    }

    /// What [#read] reads.
    Map<String, Object> words() {
        var words = new LinkedHashMap<String, Object>();
        words.put("name", name);
        admittance.write(words);
        SettingWords.write(settings, words);
        source.ifPresent(uri -> words.put("source", uri.toString()));
        standIns.write(words);
        words.put(
                "simulcast_targets", targets.stream().map(StreamDefinition::targetWords).toList());
        return words;
    }

    static Map<String, Object> targetWords(SimulcastTarget target) {
        var words = new LinkedHashMap<String, Object>();
        words.put("id", target.id());
        words.put("url", target.address().url().toString());
        target.address().streamKey().ifPresent(key -> words.put("stream_key", key));
        return words;
    }

    StreamDefinition withStreamKey(Optional<String> key) {
        return new StreamDefinition(
                name, admittance.withStreamKey(key), settings, source, targets, standIns);
    }

    StreamDefinition withTargets(List<SimulcastTarget> others) {
        return new StreamDefinition(name, admittance, settings, source, others, standIns);
    }

    /// With the paths of a file in `folder` made whole.
    StreamDefinition within(Path folder) {
        return new StreamDefinition(
                name, admittance, settings, source, targets, standIns.within(folder));
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "StreamDefinition[name=" + name + "]";
    }
}
