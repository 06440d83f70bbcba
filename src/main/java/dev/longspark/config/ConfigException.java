package dev.longspark.config;

/**
 * The study file or its overrides cannot be used; the message says where, what and what is allowed.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault of the configuration.
   *
   * @param message one line: key, value, the rule, and where it was read
   */
  public ConfigException(String message) {
    super(message);
  }
}
