package dev.anabranch.vod;

/// How far the analysis of a film is.
///
/// @param done steps of encoding or comparing a sample
/// @param of how many
/// @param step what comes next, for people: `sample 2 of 6, CRF 28: compare`
public record TitleProgress(int done, int of, String step) {

    public TitleProgress {
        if (done < 0 || of < 1 || done > of) {
            throw new IllegalArgumentException("done=" + done + " of=" + of);
        }
    }

    /// 0 to 1.
    public double share() {
        return (double) done / of;
    }
}
