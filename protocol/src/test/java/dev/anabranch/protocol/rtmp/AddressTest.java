package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live/key, false, 1935, live, key",
        "rtmps://host/live/key, true, 443, live, key",
        "rtmp://host:1936/a/b/key?token=1, false, 1936, a/b, key?token=1",
        "RTMP://host/live, false, 1935, live, ''",
        "rtmp://[::1]:99/live/k, false, 99, live, k",
    })
    void isReadAsPeoplePasteIt(String text, boolean secure, int port, String app, String stream)
            throws MediaFormatException {
        var address = Address.parse(text);
        assertThat(address.isSecure()).isEqualTo(secure);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.app()).isEqualTo(app);
        assertThat(address.stream()).isEqualTo(stream);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host/live/key",
                "http://host/live/key",
                "rtmp://",
                "rtmp://host",
                "rtmp://host/",
                "rtmp://host:99999/live/k",
                "rtmp://ho st/live/k"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void theKeyIsNotShown() throws MediaFormatException {
        assertThat(Address.parse("rtmp://host/live/secret?token=1"))
                .hasToString("rtmp://host/live");
    }

    @Test
    void lengthHasALimit() throws MediaFormatException {
        String start = "rtmp://host/live/";
        Address.parse(start + "k".repeat(Address.MAX_LENGTH - start.length()));
        assertThatThrownBy(() ->
                        Address.parse(start + "k".repeat(Address.MAX_LENGTH + 1 - start.length())))
                .hasMessageContaining("address length");
    }
}
