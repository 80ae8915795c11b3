package dev.anabranch.packager.check;

import java.util.List;
import java.util.stream.Stream;

/// What a check found.
///
/// @param breaches in the order of the manifests
/// @param notes what could not be checked, in sentences for a person
/// @param manifests how many playlists and MPDs were read
/// @param segments how many media segments were read
/// @param bytes how many bytes those have
public record Report(
        List<Breach> breaches, List<String> notes, int manifests, int segments, long bytes) {

    public Report {
        breaches = List.copyOf(breaches);
        notes = List.copyOf(notes);
    }

    /// Both, what `other` found last.
    public Report and(Report other) {
        return new Report(
                Stream.concat(breaches.stream(), other.breaches.stream()).distinct().toList(),
                Stream.concat(notes.stream(), other.notes.stream()).distinct().toList(),
                manifests + other.manifests,
                segments + other.segments,
                bytes + other.bytes);
    }

    /// How many breaches are of this severity.
    public long count(Breach.Severity severity) {
        return breaches.stream().filter(breach -> breach.severity() == severity).count();
    }
}
