package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;

/**
 * What a name, attribute or element is that does not exist: empty when printed or looped over, a
 * fault when anything else is done with it.
 *
 * @param kind of that fault
 * @param reason its words
 */
record Undefined(Kind kind, String reason) {
  static Undefined name(String name) {
    return because(Repr.quoted(name) + " is undefined");
  }

  static Undefined because(String reason) {
    return new Undefined(Kind.UNDEFINED, reason);
  }

  static Undefined attribute(Object object, String name) {
    return because(
        Repr.quoted(Types.description(object)) + " has no attribute " + Repr.quoted(name));
  }

  static Undefined element(Object object, Object key, Rendering rendering) {
    return key instanceof String name
        ? attribute(object, name)
        : because(
            Types.description(object) + " has no element " + Repr.of(key, rendering.budget()));
  }

  static Undefined unsafe(Object object, String name) {
    return new Undefined(
        Kind.SECURITY,
        "access to attribute %s of %s object is unsafe."
            .formatted(Repr.quoted(name), Repr.quoted(Types.name(object))));
  }

  TemplateException fault() {
    return new TemplateException(kind, reason);
  }
}
