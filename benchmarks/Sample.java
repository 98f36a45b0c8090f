import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one thing came to, again and again. */
final class Sample {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * The median, and in brackets the least and the most.
     *
     * @param format how one value is written
     * @param unit what stands behind it all
     */
    String spread(String format, String unit) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + "–" + format + ")" + unit,
                median(),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
}
