package dev.longspark.prompt;

/**
 * Ends a rendering for a reason that the user should read as it stands: the template's own
 * complaint or a limit of the sandbox.
 */
final class TemplateFailure extends RuntimeException {
  TemplateFailure(String message) {
    super(message);
  }
}
