package dev.anabranch.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Something said of one sound of a source, as `2=Director's "cut"`. Not a map of picocli, which
/// takes quotes for its own.
///
/// @param number of the sound, from 1
record SoundWord(int number, String text) {

    static final class Converter implements ITypeConverter<SoundWord> {

        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})=(.*)", Pattern.DOTALL);

        @Override
        public SoundWord convert(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not the number of a sound, from 1, and a word: 1=de");
            }
            return new SoundWord(Integer.parseInt(matcher.group(1)), matcher.group(2));
        }
    }
}
