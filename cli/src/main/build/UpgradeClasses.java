import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Brings the classes of a jar that were compiled for Java 5 to the form of Java 8, in place, by adding the stack maps
/// that the form before it did not have (JVMS 4.7.4); all else stays as it is.
///
/// The AOT cache of JDK 25 takes no class older than Java 6, so that each start read and verified all 207 classes of
/// picocli anew: a third of the time of `--help`. A program of the build: run by Maven when the libraries are copied.
public final class UpgradeClasses {

    private UpgradeClasses() {}

    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            upgrade(Path.of(jar));
        }
    }

    private static void upgrade(Path jar) throws IOException {
        var upgraded = jar.resolveSibling(jar.getFileName() + ".part");
        try (var in = new ZipFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(upgraded));
                var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            var known =
                    ClassHierarchyResolver.ofResourceParsing(loader)
                            .orElse(ClassHierarchyResolver.defaultResolver());
            var format =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ClassHierarchyResolverOption.of(known));
            for (var entry : in.stream().toList()) {
                var bytes = in.getInputStream(entry).readAllBytes();
                write(entry, entry.getName().endsWith(".class") ? upgraded(format, bytes) : bytes, out);
            }
        }
        Files.move(upgraded, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] upgraded(ClassFile format, byte[] bytes) {
        var model = format.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        // A body that nothing passes through would be copied without maps.
        var body = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version =
                (target, element) ->
                        target.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element);
        return format.transformClass(model, body.andThen(version));
    }

    private static void write(ZipEntry like, byte[] bytes, ZipOutputStream out) throws IOException {
        var entry = new ZipEntry(like.getName());
        entry.setTimeLocal(like.getTimeLocal());
        out.putNextEntry(entry);
        out.write(bytes);
    }
}
