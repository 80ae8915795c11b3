package dev.anabranch.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A file and the language it is in, as `fr=commentary.m4a`.
///
/// @param language a BCP 47 tag
record LanguageFile(String language, Path file) {

    static final class Converter implements ITypeConverter<LanguageFile> {

        private static final Pattern FORM =
                Pattern.compile("([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)=(.+)");

        @Override
        public LanguageFile convert(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a language and a file such as fr=commentary.m4a");
            }
            return new LanguageFile(matcher.group(1), Path.of(matcher.group(2)));
        }
    }
}
