package dev.anabranch.media.dash;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Says in which places two documents differ in meaning, with the JDK's DOM parser and nothing of
/// ours: order among elements of different names, white space, prefix declarations, comments and
/// ways to write a number do not count.
final class SameMeaning {

    private static final List<Function<String, Object>> READINGS =
            List.of(
                    text -> new BigDecimal(text).stripTrailingZeros(),
                    SameMeaning::duration,
                    SameMeaning::instant,
                    SameMeaning::ratio);

    private SameMeaning() {}

    static List<String> differences(byte[] before, byte[] after) throws Exception {
        var differences = new ArrayList<String>();
        compare(root(before), root(after), "", differences);
        return differences;
    }

    private static Element root(byte[] document) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(false);
        factory.setCoalescing(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(document))
                .getDocumentElement();
    }

    private static void compare(Element before, Element after, String path, List<String> out) {
        var here = path + "/" + before.getTagName();
        var left = attributes(before);
        var right = attributes(after);
        for (var name : left.keySet()) {
            if (!right.containsKey(name)) {
                out.add(here + "@" + name + " is gone");
            } else if (!same(left.get(name), right.get(name))) {
                out.add(here + "@" + name + ": " + left.get(name) + " became " + right.get(name));
            }
        }
        right.keySet().stream()
                .filter(name -> !left.containsKey(name))
                .filter(name -> !(here.equals("/MPD") && name.equals("type")))
                .forEach(name -> out.add(here + "@" + name + " is new"));
        if (!text(before).equals(text(after))) {
            out.add(here + " text: " + text(before) + " became " + text(after));
        }
        compareChildren(before, after, here, out);
    }

    private static void compareChildren(
            Element before, Element after, String here, List<String> out) {
        var left = children(before);
        var right = children(after);
        if (!left.keySet().equals(right.keySet())) {
            out.add(here + " has " + right.keySet() + " instead of " + left.keySet());
            return;
        }
        for (var name : left.keySet()) {
            if (left.get(name).size() != right.get(name).size()) {
                out.add(here + " has another number of " + name);
                continue;
            }
            for (int i = 0; i < left.get(name).size(); i++) {
                compare(left.get(name).get(i), right.get(name).get(i), here, out);
            }
        }
    }

    private static Map<String, String> attributes(Element element) {
        var attributes = new TreeMap<String, String>();
        var all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            if (!all.item(i).getNodeName().startsWith("xmlns")) {
                attributes.put(all.item(i).getNodeName(), all.item(i).getNodeValue());
            }
        }
        return attributes;
    }

    private static Map<String, List<Element>> children(Element element) {
        return nodes(element).stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .collect(
                        Collectors.groupingBy(
                                Element::getTagName, TreeMap::new, Collectors.toList()));
    }

    private static String text(Element element) {
        return nodes(element).stream()
                .filter(node -> node.getNodeType() == Node.TEXT_NODE)
                .map(Node::getNodeValue)
                .collect(Collectors.joining())
                .strip();
    }

    private static List<Node> nodes(Element element) {
        var nodes = new ArrayList<Node>();
        var all = element.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            nodes.add(all.item(i));
        }
        return nodes;
    }

    private static boolean same(String before, String after) {
        return before.equals(after)
                || READINGS.stream().anyMatch(reading -> sameAs(reading, before, after));
    }

    private static boolean sameAs(Function<String, Object> reading, String before, String after) {
        try {
            return reading.apply(before.strip()).equals(reading.apply(after.strip()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static Object duration(String text) {
        var duration = DatatypeFactory.newDefaultInstance().newDuration(text);
        var seconds = (BigDecimal) duration.getField(javax.xml.datatype.DatatypeConstants.SECONDS);
        var whole =
                BigDecimal.valueOf(duration.getDays())
                        .multiply(BigDecimal.valueOf(86_400))
                        .add(BigDecimal.valueOf(duration.getHours() * 3600L))
                        .add(BigDecimal.valueOf(duration.getMinutes() * 60L))
                        .add(seconds == null ? BigDecimal.ZERO : seconds);
        return whole.setScale(9, java.math.RoundingMode.HALF_UP);
    }

    private static Object instant(String text) {
        var calendar = DatatypeFactory.newDefaultInstance().newXMLGregorianCalendar(text);
        return calendar.toGregorianCalendar(java.util.TimeZone.getTimeZone("UTC"), null, null)
                .toInstant();
    }

    private static Object ratio(String text) {
        var parts = text.split("/");
        long denominator = parts.length == 1 ? 1 : Long.parseLong(parts[1]);
        return new BigDecimal(parts[0])
                .divide(BigDecimal.valueOf(denominator), java.math.MathContext.DECIMAL128);
    }
}
