package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Looks for secrets, plain and in the forms in which they travel: in files, in archives, and in all processes. */
public final class SecretHunt {

    private final Map<String, String> forms = new TreeMap<>();
    private final Set<String> findings = new ConcurrentSkipListSet<>();
    private final Set<String> places = new ConcurrentSkipListSet<>();

    /** Looks for a user's password, too. */
    public SecretHunt after(String user, String password) {
        forms.put(password, "the password of " + user);
        forms.put(URLEncoder.encode(password, StandardCharsets.UTF_8), "the encoded password of " + user);
        forms.put(
                IndexServer.basic(user, password).substring("Basic ".length()).replace("=", ""),
                "the header of " + user);
        forms.put(
                Base64.getEncoder().withoutPadding().encodeToString(password.getBytes(StandardCharsets.UTF_8)),
                "the password of " + user + " in base 64");
        return this;
    }

    /** Looks at the arguments and the environment of every process that there is now. */
    public void inProcesses() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                if (process.getFileName().toString().matches("[0-9]+")) {
                    in(process.resolve("cmdline"));
                    in(process.resolve("environ"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks at every file below a directory. */
    public void inFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    in(file);
                    if (file.toString().matches(".*[.](whl|zip|jar)")) {
                        WheelFile.read(file)
                                .forEach((member, text) ->
                                        in(file + "!" + member, text.getBytes(StandardCharsets.ISO_8859_1)));
                    } else if (file.toString().endsWith("gz")) {
                        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
                            in(file + "!", stream.readAllBytes());
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void in(Path file) throws IOException {
        try {
            in(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException | AccessDeniedException e) {
            // A process that has ended, or belongs to somebody else.
            return;
        } catch (IOException e) {
            if (!file.startsWith("/proc")) {
                throw e;
            }
        }
    }

    /** Looks at a text. */
    public void in(String place, byte[] content) {
        places.add(place);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        forms.forEach((form, words) -> {
            if (text.contains(new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
                findings.add(words + " in " + place);
            }
        });
    }

    /** What was found, and where. */
    public List<String> findings() {
        return new ArrayList<>(findings);
    }

    /** Where was looked: a hunt in the wrong forest finds nothing either. */
    public Set<String> places() {
        return new TreeSet<>(places);
    }
}
