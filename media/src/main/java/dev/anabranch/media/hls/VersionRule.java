package dev.anabranch.media.hls;

/// O1: EXT-X-VERSION is at least what section 8 asks for, and should not be more (6.2.1).
final class VersionRule implements MediaRule, MultivariantRule {

    private static final String ID = "O1";
    private static final int HIGHEST = 13;

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        checkVersion(playlist, breaches);
    }

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        checkVersion(playlist, breaches);
    }

    private static void checkVersion(Playlist playlist, Breaches breaches) {
        int minimum = ProtocolVersion.minimum(playlist);
        if (playlist.version() < minimum) {
            breaches.must(
                    ID,
                    Header.VERSION,
                    "the version is " + playlist.version() + " but must be " + minimum);
        }
        if (playlist.version() > HIGHEST) {
            breaches.must(ID, Header.VERSION, "there is no protocol version " + playlist.version());
        }
    }
}
