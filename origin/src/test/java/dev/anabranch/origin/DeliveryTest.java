package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same answers over every version of HTTP, in the clear and over TLS.
class DeliveryTest {

    enum Wire {
        HTTP_1_1_CLEAR(Version.HTTP_1_1, false),
        H2C_UPGRADE(Version.HTTP_2, false),
        H2C_PRIOR_KNOWLEDGE(Version.HTTP_2, false),
        HTTP_1_1_TLS(Version.HTTP_1_1, true),
        H2_TLS(Version.HTTP_2, true);

        final Version version;
        final boolean isTls;

        Wire(Version version, boolean isTls) {
            this.version = version;
            this.isTls = isTls;
        }

        Running start(Path temp) throws Exception {
            var config = Config.at(0).withHost("127.0.0.1");
            return new Running(
                    temp, isTls ? config.withTls(TestCertificate.files()) : config, reader());
        }

        private Reader reader() throws Exception {
            return switch (this) {
                case HTTP_1_1_CLEAR, HTTP_1_1_TLS, H2_TLS -> JdkReader.of(version);
                case H2C_UPGRADE -> new ClearHttp2Reader(true);
                case H2C_PRIOR_KNOWLEDGE -> new ClearHttp2Reader(false);
            };
        }
    }

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void servesAStoredFolder(Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            var playlist = running.get("/p/clip/index.m3u8");
            assertThat(playlist.statusCode()).isEqualTo(200);
            assertThat(playlist.version()).isEqualTo(wire.version);
            assertThat(Running.text(playlist)).isEqualTo(Running.PLAYLIST);

            for (int i = 0; i < 3; i++) {
                var segment = running.get("/p/clip/video/1.m4s");
                assertThat(segment.version()).isEqualTo(wire.version);
                assertThat(segment.body()).isEqualTo(Running.SEGMENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesAFileJustInTime(Wire wire) throws Exception {
        var mixed = Fake.mixed(Fake.bytes(900_000));
        try (var running = wire.start(temp)) {
            assertThat(Running.text(running.get("/p/film/index.m3u8"))).isEqualTo(Fake.PLAYLIST);
            for (int i = 0; i < 2; i++) {
                assertThat(running.get("/p/film/mixed.m4s").body()).isEqualTo(mixed);
                assertThat(running.get("/p/film/generated.ts").body())
                        .isEqualTo(Fake.bytes(Fake.GENERATED_BYTES));
            }
            var interleaved = Fake.interleaved(Fake.bytes(900_000));
            assertThat(running.get("/p/film/interleaved.m4s").body()).isEqualTo(interleaved);
            var middle = running.get("/p/film/interleaved.m4s", "Range", "bytes=7777-399999");
            assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(interleaved, 7777, 400_000));
            var part = running.get("/p/film/mixed.m4s", "Range", "bytes=10-300050");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(mixed, 10, 300_051));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsWhatIsTooLargeForMemory(Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            assertThat(running.get("/p/film/large.ts").body()).hasSize(40_000_000);
            assertThat(running.get("/p/film/large.ts", "Range", "bytes=39999990-").body())
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headHasTheFieldsOfGetAndNoBody(Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            for (var path :
                    new String[] {
                        "/p/clip/index.m3u8", "/p/clip/video/1.m4s", "/p/film/generated.ts"
                    }) {
                var get = running.get(path);
                var head =
                        running.send(
                                running.request(path)
                                        .method("HEAD", HttpRequest.BodyPublishers.noBody()));
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                for (var name :
                        new String[] {"content-length", "etag", "content-type", "last-modified"}) {
                    assertThat(Running.field(head, name))
                            .as(name)
                            .isEqualTo(Running.field(get, name));
                }
            }
        }
    }
}
