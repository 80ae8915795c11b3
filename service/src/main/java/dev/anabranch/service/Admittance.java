package dev.anabranch.service;

import dev.anabranch.kernel.gate.Action;
import dev.anabranch.media.MediaFormatException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may publish a stream, and who may play it.
///
/// @param streamKey what a publisher must know; empty when others decide
/// @param publish what decides about publishers without that key; empty for what the node says
/// @param play what decides about players; empty for what the node says
public record Admittance(
        Optional<String> streamKey, Optional<Guard> publish, Optional<Guard> play) {

    /// What the node says.
    public static final Admittance USUAL =
            new Admittance(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]{8,128}");

    /// Who may play without more being said.
    private enum Openness {
        ANYONE
    }

    /// @param key what it is published with when the section says nothing
    static Admittance read(Section said, Optional<String> key) throws MediaFormatException {
        var streamKey = said.text("stream_key").or(() -> key);
        if (streamKey.filter(text -> !KEY.matcher(text).matches()).isPresent()) {
            throw said.refusal("stream_key", "has 8 to 128 letters, digits, '-', '.', '_' and '~'");
        }
        return new Admittance(streamKey, Guard.read(said, Action.PUBLISH), readPlay(said));
    }

    /// Of a section that may say `play: anyone`.
    static Optional<Guard> readPlay(Section said) throws MediaFormatException {
        var guard = Guard.read(said, Action.PLAY);
        if (said.word("play", Openness.class).isEmpty()) {
            return guard;
        }
        if (guard.isPresent()) {
            throw said.refusal("play", "cannot stand beside another that decides");
        }
        return Optional.of(new Guard.Anyone());
    }

    /// What the section says, and of the rest what was. The key changes in other ways.
    Admittance changed(Section said) throws MediaFormatException {
        boolean saysPlay = said.has("play") || Guard.isSaid(said, Action.PLAY);
        return new Admittance(
                streamKey,
                Guard.isSaid(said, Action.PUBLISH) ? Guard.read(said, Action.PUBLISH) : publish,
                saysPlay ? readPlay(said) : play);
    }

    void write(Map<String, Object> words) {
        streamKey.ifPresent(key -> words.put("stream_key", key));
        publish.ifPresent(guard -> Guard.write(guard, Action.PUBLISH, words));
        play.ifPresent(guard -> Guard.write(guard, Action.PLAY, words));
    }

    Admittance withStreamKey(Optional<String> key) {
        return new Admittance(key, publish, play);
    }
}
