package dev.anabranch.packager.check;

import java.util.List;

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

    /// How many breaches are of this severity.
    public long count(Breach.Severity severity) {
        return breaches.stream().filter(breach -> breach.severity() == severity).count();
    }
}
