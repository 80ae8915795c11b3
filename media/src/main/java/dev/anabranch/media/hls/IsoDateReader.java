package dev.anabranch.media.hls;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Reads an ISO/IEC 8601 date and time: extended or basic form, any number of decimals, a zone as
/// `Z`, `+08:00`, `+0800`, `+08`, or none, which is UTC.
final class IsoDateReader {

    private static final int NANO_DIGITS = 9;

    private final String text;
    private int position;

    IsoDateReader(String text) {
        this.text = text;
    }

    Instant read() throws LineException {
        int year = number(4);
        skip('-');
        int month = number(2);
        skip('-');
        int day = number(2);
        if (!skip('T') && !skip('t') && !skip(' ')) {
            throw malformed();
        }
        int hour = number(2);
        skip(':');
        int minute = number(2);
        int second = skip(':') || isDigit() ? number(2) : 0;
        int nanos = skip('.') || skip(',') ? fraction() : 0;
        int offset = zone();
        if (position != text.length()) {
            throw malformed();
        }
        try {
            // A leap second is shown as the second after it, as every player does.
            var minuteStart = LocalDateTime.of(year, month, day, hour, minute);
            if (second > 60) {
                throw malformed();
            }
            return minuteStart
                    .toInstant(ZoneOffset.ofTotalSeconds(offset))
                    .plusSeconds(second)
                    .plusNanos(nanos);
        } catch (DateTimeException outOfRange) {
            throw malformed();
        }
    }

    private int zone() throws LineException {
        if (position == text.length() || skip('Z') || skip('z')) {
            return 0;
        }
        boolean isWest = skip('-');
        if (!isWest && !skip('+')) {
            throw malformed();
        }
        int hours = number(2);
        int minutes = skip(':') || isDigit() ? number(2) : 0;
        int seconds = 60 * (60 * hours + minutes);
        return isWest ? -seconds : seconds;
    }

    private int fraction() throws LineException {
        int digits = 0;
        int nanos = 0;
        for (; isDigit(); position++, digits++) {
            if (digits < NANO_DIGITS) {
                nanos = 10 * nanos + text.charAt(position) - '0';
            }
        }
        if (digits == 0) {
            throw malformed();
        }
        for (; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int number(int digits) throws LineException {
        int value = 0;
        for (int i = 0; i < digits; i++, position++) {
            if (!isDigit()) {
                throw malformed();
            }
            value = 10 * value + text.charAt(position) - '0';
        }
        return value;
    }

    private boolean isDigit() {
        return position < text.length()
                && text.charAt(position) >= '0'
                && text.charAt(position) <= '9';
    }

    private boolean skip(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private LineException malformed() {
        return new LineException("not an ISO 8601 date and time: " + text);
    }
}
