package dev.anabranch.media.mp4;

/// The 32 bits of sample flags (ISO/IEC 14496-12, 8.8.3.1), of which we write two patterns.
///
/// ```
/// 0000 LL DD RR UU PPP N  degradation_priority(16)
///      |  |  |  |  |   +- sample_is_non_sync_sample
///      |  |  |  |  +----- sample_padding_value
///      |  |  |  +-------- sample_has_redundancy
///      |  |  +----------- sample_is_depended_on
///      |  +-------------- sample_depends_on: 0 unknown, 1 on others, 2 on none
///      +----------------- is_leading
/// ```
final class SampleFlags {

    /// Depends on no other sample.
    static final int SYNC = 0x0200_0000;

    /// Depends on others, decoding cannot start here.
    static final int NON_SYNC = 0x0101_0000;

    private static final int IS_NON_SYNC = 0x0001_0000;
    private static final int DEPENDS_ON_OTHERS = 0x0100_0000;

    private SampleFlags() {}

    static int of(boolean isSync) {
        return isSync ? SYNC : NON_SYNC;
    }

    /// A sample that depends on others is no sync sample even where a muxer forgot to say so.
    static boolean isSync(int flags) {
        return (flags & (IS_NON_SYNC | DEPENDS_ON_OTHERS)) == 0;
    }
}
