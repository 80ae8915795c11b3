package dev.anabranch.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `512M`, `4G` or a bare number of bytes; a thousand is 1024.
final class SizeConverter implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,9})([kKmMgG]?)");

    @Override
    public Long convert(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 512M or 4G");
        }
        int shift =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        long units = Long.parseLong(matcher.group(1));
        if (units > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + text + "' is more than there is");
        }
        return units << shift;
    }
}
