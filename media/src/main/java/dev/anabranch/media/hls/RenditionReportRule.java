package dev.anabranch.media.hls;

/// O17: a rendition report names its playlist relative to this one (4.4.5.4).
final class RenditionReportRule implements MediaRule {

    private static final String ID = "O17";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        for (var report : playlist.renditionReports()) {
            int colon = report.uri().indexOf(':');
            int slash = report.uri().indexOf('/');
            if (colon > 0 && (slash < 0 || colon < slash)) {
                breaches.must(
                        ID,
                        breaches.tag(RenditionReport.TAG, report),
                        "the URI must be relative: " + report.uri());
            }
        }
    }
}
