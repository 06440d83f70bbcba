package dev.longspark.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write and read them: {@code 40GB} is decimal, {@code 38GiB} is binary. */
public final class ByteSize {
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([A-Za-z]+)");
  private static final double GIB = 1L << 30;
  private static final double MIB = 1L << 20;

  private ByteSize() {}

  static Optional<Long> parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches() || !factors().containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    BigDecimal factor = BigDecimal.valueOf(factors().get(matcher.group(2)));
    return Optional.of(new BigDecimal(matcher.group(1)).multiply(factor).longValue());
  }

  static Collection<String> units() {
    return factors().keySet();
  }

  /**
   * A size for people, in binary units.
   *
   * @param bytes the size
   * @return for example {@code 14.96 GiB} or {@code 3.2 MiB}
   */
  public static String show(long bytes) {
    return Math.abs(bytes) >= GIB / 10
        ? String.format(Locale.ROOT, "%.2f GiB", bytes / GIB)
        : String.format(Locale.ROOT, "%.2f MiB", bytes / MIB);
  }

  private static Map<String, Long> factors() {
    Map<String, Long> factors = new TreeMap<>();
    factors.put("GB", 1_000_000_000L);
    factors.put("GiB", 1L << 30);
    factors.put("MB", 1_000_000L);
    factors.put("MiB", 1L << 20);
    factors.put("TB", 1_000_000_000_000L);
    return factors;
  }
}
