package dev.anabranch.packager.hls;

import dev.anabranch.packager.About;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Chapters as Apple's players read them ("Providing JavaScript Object Notation (JSON) Chapters"):
///
/// ```
/// [ { "chapter": 1, "start-time": 0.000, "duration": 60.000,
///     "titles": [ { "language": "und", "title": "Opening" } ] } ]
/// ```
public final class Chapters {

    /// Beside the multivariant playlist.
    public static final String FILE = "chapters.json";

    static final String DATA_ID = "com.apple.hls.chapters";

    private Chapters() {}

    public static Content of(List<About.Chapter> chapters) {
        var json = new StringBuilder("[");
        for (int n = 0; n < chapters.size(); n++) {
            var chapter = chapters.get(n);
            json.append(n == 0 ? "\n" : ",\n")
                    .append("  {\"chapter\": ")
                    .append(n + 1)
                    .append(", \"start-time\": ")
                    .append(seconds(chapter.start()))
                    .append(", \"duration\": ")
                    .append(seconds(chapter.duration()));
            if (!chapter.title().isEmpty()) {
                json.append(", \"titles\": [{\"language\": \"und\", \"title\": ")
                        .append(quoted(chapter.title()))
                        .append("}]");
            }
            json.append('}');
        }
        return Content.of(MediaType.JSON, json.append("\n]\n").toString());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }

    /// RFC 8259, 7.
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
