package net.tensamin.omega.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The classes of the server and of the simulation once more, one of them with a fault. */
final class MutatedServer extends ClassLoader {
    private static final String OURS = "net.tensamin.omega.";

    private final Map<String, byte[]> mutated;

    MutatedServer(Mutant mutant) throws IOException {
        super(MutatedServer.class.getClassLoader());
        mutated = compile(mutant.name(), mutant.in(Files.readString(Path.of(mutant.path()))));
    }

    /** The first of so many histories that lacks something that is promised, and what; empty if none does. One that lacks it anyhow does not count. */
    Optional<Map.Entry<Long, String>> firstToFail(long histories) throws ReflectiveOperationException {
        Optional<Map.Entry<Long, String>> found = firstToFail(1, histories);
        while (found.isPresent() && failsAnyhow(found.get().getKey())) {
            found = firstToFail(found.get().getKey() + 1, histories);
        }
        return found;
    }

    private static boolean failsAnyhow(long seed) {
        return SimulationMain.firstToFail(seed, seed).isPresent();
    }

    @SuppressWarnings("unchecked") // these classes are not those
    private Optional<Map.Entry<Long, String>> firstToFail(long first, long last) throws ReflectiveOperationException {
        return (Optional<Map.Entry<Long, String>>) loadClass(SimulationMain.class.getName())
                .getDeclaredMethod("firstToFail", long.class, long.class)
                .invoke(null, first, last);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = mutated.get(name);
        try (InputStream stored = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stored == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes == null ? stored.readAllBytes() : bytes;
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compile(String name, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaFileManager files = new InMemory(compiler, classes)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("--release", "17", "-proc:none", "-nowarn", "-cp", path),
                            null,
                            List.of(new Source(name, source)))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("this is no Java: " + name);
            }
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((type, code) -> bytes.put(type, code.toByteArray()));
        return bytes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        private InMemory(JavaCompiler compiler, Map<String, ByteArrayOutputStream> classes) {
            super(compiler.getStandardFileManager(null, null, null));
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + type), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(type, bytes);
                    return bytes;
                }
            };
        }
    }
}
