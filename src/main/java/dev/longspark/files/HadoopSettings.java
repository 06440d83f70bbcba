package dev.longspark.files;

import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/** How to reach file systems: Hadoop's settings, with what this process was given as Spark's. */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /** Hadoop's files, and over them each {@code spark.hadoop.KEY} of the system properties. */
  public static Configuration ofProcess() {
    Configuration settings = new Configuration();
    Properties properties = System.getProperties();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> settings.set(name.substring(PREFIX.length()), properties.getProperty(name)));
    return settings;
  }
}
