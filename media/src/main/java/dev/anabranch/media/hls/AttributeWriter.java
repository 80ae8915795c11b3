package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the attribute list of one tag (4.2); an attribute whose value is null is left out.
final class AttributeWriter {

    private final LineWriter out;
    private boolean isFirst = true;

    AttributeWriter(LineWriter out) {
        this.out = out;
    }

    AttributeWriter quoted(String name, @Nullable String value) {
        if (value != null) {
            name(name).ascii('"').text(value).ascii('"');
        }
        return this;
    }

    /// An enumerated-string or any other unquoted value.
    AttributeWriter plain(String name, @Nullable String value) {
        if (value != null) {
            name(name).text(value);
        }
        return this;
    }

    AttributeWriter integer(String name, @Nullable Long value) {
        if (value != null) {
            name(name).number(value);
        }
        return this;
    }

    AttributeWriter decimal(String name, @Nullable Decimal value) {
        if (value != null) {
            name(name).decimal(value);
        }
        return this;
    }

    AttributeWriter hex(String name, @Nullable HexSequence value) {
        return plain(name, value == null ? null : value.text());
    }

    AttributeWriter date(String name, @Nullable DateTime value) {
        return quoted(name, value == null ? null : value.text());
    }

    /// `YES`, or nothing: NO is what absence means everywhere.
    AttributeWriter flag(String name, boolean value) {
        return value ? plain(name, "YES") : this;
    }

    AttributeWriter yesNo(String name, @Nullable Boolean value) {
        return value == null ? this : plain(name, value ? "YES" : "NO");
    }

    AttributeWriter byteRange(String name, @Nullable ByteRange value) {
        if (value != null) {
            value.write(name(name).ascii('"'));
            out.ascii('"');
        }
        return this;
    }

    /// An enumerated-string-list, or another list in one quoted-string; an empty list is left out.
    AttributeWriter list(String name, String separator, List<String> values) {
        return values.isEmpty() ? this : quoted(name, String.join(separator, values));
    }

    AttributeWriter others(List<Attribute> attributes) {
        for (var attribute : attributes) {
            if (attribute.isQuoted()) {
                quoted(attribute.name(), attribute.value());
            } else {
                plain(attribute.name(), attribute.value());
            }
        }
        return this;
    }

    void newLine() {
        out.newLine();
    }

    private LineWriter name(String name) {
        if (!isFirst) {
            out.ascii(',');
        }
        isFirst = false;
        return out.text(name).ascii('=');
    }
}
