package dev.anabranch.media.codec;

import java.util.OptionalInt;

/// How many channels there are and which loudspeakers they are for.
///
/// @param channels the low-frequency one counted; at least 1
/// @param configuration ChannelConfiguration of ISO/IEC 23091-3 (CICP), 0 when none is known: the
///   value of DASH's `urn:mpeg:mpegB:cicp:ChannelConfiguration`
/// @param dolbyChannels the 16 bits of ETSI TS 102 366, E.1.3.1.8 (left is the highest), 0 when the
///   codec is not Dolby's: the value of DASH's
///   `tag:dolby.com,2014:dash:audio_channel_configuration:2011`, as four hexadecimal digits
/// @param jointObjects the complexity index of E-AC-3 joint object coding (Atmos), 0 without
public record ChannelLayout(int channels, int configuration, int dolbyChannels, int jointObjects) {

    /// Channels one track may have: what AAC program configurations and Opus can say.
    public static final int MAX_CHANNELS = 255;

    /// Channels of each ChannelConfiguration (ISO/IEC 23091-3, Table 9); 0 for the reserved.
    private static final int[] CHANNELS = {
        0, 1, 2, 3, 4, 5, 6, 8, 2, 3, 4, 7, 8, 24, 8, 12, 10, 12, 14, 12, 14
    };

    /// Configurations by channel count as Opus and FLAC have them: 1.0 to 3.0, 2/2, 5.0 to 7.1.
    private static final int[] USUAL = {0, 1, 2, 3, 10, 5, 6, 11, 12};

    public ChannelLayout {
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("channels=" + channels);
        }
        if (configuration < 0 || configuration >= CHANNELS.length) {
            throw new IllegalArgumentException("configuration=" + configuration);
        }
        if ((dolbyChannels & ~0xFFFF) != 0 || jointObjects < 0) {
            throw new IllegalArgumentException(
                    "dolbyChannels=" + dolbyChannels + " jointObjects=" + jointObjects);
        }
    }

    /// The layout of a ChannelConfiguration, or empty when it is 0 or reserved.
    static java.util.Optional<ChannelLayout> ofConfiguration(int configuration) {
        if (configuration < 1 || configuration >= CHANNELS.length) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(
                new ChannelLayout(CHANNELS[configuration], configuration, 0, 0));
    }

    /// So many channels in the usual layout of Opus (family 0 and 1) and FLAC; above 8 there is
    /// none.
    public static ChannelLayout ofChannels(int channels) {
        return new ChannelLayout(channels, channels < USUAL.length ? USUAL[channels] : 0, 0, 0);
    }

    /// So many channels whose places nobody knows.
    static ChannelLayout unknown(int channels) {
        return new ChannelLayout(channels, channels <= 2 ? channels : 0, 0, 0);
    }

    /// The value of EXT-X-MEDIA CHANNELS (RFC 8216bis, 4.4.6.1): `2`, `6`, `16/JOC`.
    public String hlsChannels() {
        return jointObjects > 0 ? jointObjects + "/JOC" : Integer.toString(channels);
    }

    /// ChannelConfiguration, when there is one.
    public OptionalInt cicpConfiguration() {
        return configuration == 0 ? OptionalInt.empty() : OptionalInt.of(configuration);
    }
}
