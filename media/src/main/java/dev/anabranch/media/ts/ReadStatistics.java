package dev.anabranch.media.ts;

/// What a [TransportStreamReader] met so far that it should not have.
///
/// @param packets all packets, null packets included
/// @param skippedBytes bytes outside of packets
/// @param lostPackets holes in the continuity counters; one may be up to 15 packets
/// @param duplicatePackets packets sent twice, which is allowed
/// @param erroredPackets packets marked as damaged, or with an impossible adaptation field
/// @param scrambledPackets packets nobody can read without keys
/// @param brokenSections sections with a wrong checksum or length
/// @param droppedPesPackets PES packets with a part missing, or unreadable
/// @param damagedFrames frames and units that could not be used
public record ReadStatistics(
        long packets,
        long skippedBytes,
        long lostPackets,
        long duplicatePackets,
        long erroredPackets,
        long scrambledPackets,
        long brokenSections,
        long droppedPesPackets,
        long damagedFrames) {}
