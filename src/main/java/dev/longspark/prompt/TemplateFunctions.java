package dev.longspark.prompt;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** The functions that Hugging Face gives to chat templates. */
final class TemplateFunctions {
  /** Also the name of a variable, the pinned day, so that templates find the function defined. */
  static final String STRFTIME_NOW = "strftime_now";

  private TemplateFunctions() {}

  static List<ELFunctionDefinition> all() {
    return List.of(
        new ELFunctionDefinition(
            "", "raise_exception", TemplateFunctions.class, "raiseException", String.class),
        new ELFunctionDefinition(
            "", STRFTIME_NOW, TemplateFunctions.class, "strftimeNow", String.class));
  }

  static String raiseException(String message) {
    throw new TemplateFailure(message);
  }

  /** Midnight of the pinned day in the given format of C's strftime, month names in English. */
  static String strftimeNow(String format) {
    Object day = JinjavaInterpreter.getCurrent().getContext().get(STRFTIME_NOW);
    return StrftimeFormatter.format(
        ((LocalDate) day).atStartOfDay(ZoneOffset.UTC), format, Locale.ENGLISH);
  }
}
