package dev.longspark.plan;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The {@link CheckpointIdentity} of folders, each read once: a run asks several times for the same.
 * Made for one run, whose checkpoints do not change; not for several threads.
 */
public final class Fingerprints {
  private final Configuration hadoop;
  private final Map<String, String> known = new HashMap<>();

  /**
   * None are known yet.
   *
   * @param hadoop how to reach the folders' file systems
   */
  public Fingerprints(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** How the folders are reached. */
  public Configuration hadoop() {
    return hadoop;
  }

  /**
   * The fingerprint of a folder.
   *
   * @param folder path or URI
   * @throws dev.longspark.config.ConfigException if there is no such folder
   */
  public String of(String folder) {
    return known.computeIfAbsent(folder, each -> CheckpointIdentity.of(each, hadoop));
  }
}
