import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that one part has measured, by name. */
final class Samples {

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    void add(String name, double value) {
        samples.computeIfAbsent(name, unused -> new Sample()).add(value);
    }

    Sample get(String name) {
        Sample sample = samples.get(name);
        if (sample == null) {
            throw new IllegalArgumentException("nothing was measured as " + name);
        }
        return sample;
    }
}
