package dev.longspark.cli;

import dev.longspark.config.Names;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.Storage;
import java.util.Map;
import java.util.TreeMap;

/** What a cache keeps as a command line gives it, {@code snapkv:ratio=0.5,window=64}. */
record KeepOption(String written) {
  /**
   * The policy, in some form.
   *
   * @throws IllegalArgumentException if there is no such kind, or it does not take a setting
   */
  CachePolicy policy(Storage store) {
    int end = written.indexOf(':');
    String kind = end < 0 ? written : written.substring(0, end);
    if (!CacheKinds.retentions().contains(kind)) {
      throw new IllegalArgumentException(
          "Unknown name in --keep: '" + kind + "' " + Names.instead(kind, CacheKinds.retentions()));
    }
    Map<String, String> settings = new TreeMap<>();
    if (end >= 0) {
      for (String setting : written.substring(end + 1).split(",", -1)) {
        add(settings, setting);
      }
    }
    return CacheKinds.policy(kind, settings, store);
  }

  private static void add(Map<String, String> settings, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1
        || settings.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
      throw new IllegalArgumentException(
          "Invalid --keep: '" + setting + "' (expected settings such as ratio=0.5, each once)");
    }
  }
}
