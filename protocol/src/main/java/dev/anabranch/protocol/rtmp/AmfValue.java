package dev.anabranch.protocol.rtmp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A value of Action Message Format, 0 or 3: what commands and metadata are made of.
sealed interface AmfValue {

    /// Any number; AMF 0 has only doubles.
    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    record Text(String value) implements AmfValue {}

    /// An object, a typed object or an ECMA array: all three are names with values.
    ///
    /// @param isArray written as an ECMA array
    record Obj(Map<String, AmfValue> members, boolean isArray) implements AmfValue {

        static final Obj EMPTY = new Obj(Map.of(), false);

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Items(List<AmfValue> values) implements AmfValue {

        public Items {
            values = List.copyOf(values);
        }
    }

    /// @param epochMillis milliseconds since 1970, as a double as the format has it
    record Date(double epochMillis) implements AmfValue {}

    /// Null and undefined, which nobody tells apart.
    record Null() implements AmfValue {

        static final Null VALUE = new Null();
    }

    /// The member of that name; null when there is none or this is no object.
    default AmfValue member(String name) {
        return this instanceof Obj obj ? obj.members().getOrDefault(name, Null.VALUE) : Null.VALUE;
    }

    default Optional<String> text() {
        return this instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    default OptionalDouble number() {
        return this instanceof Num number
                ? OptionalDouble.of(number.value())
                : OptionalDouble.empty();
    }

    /// Whether it is a true boolean or a number other than 0.
    default boolean isTrue() {
        return switch (this) {
            case Bool bool -> bool.value();
            case Num number -> number.value() != 0;
            case Text _, Obj _, Items _, Date _, Null _ -> false;
        };
    }
}
