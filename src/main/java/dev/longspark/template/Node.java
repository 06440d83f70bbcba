package dev.longspark.template;

import java.util.List;

/** A part of a template that was read. */
interface Node {
  /** The line that it stands in, from 1. */
  int line();

  /** Its parts, in the order in which names are looked for. */
  List<? extends Node> children();

  /** Tells a frame which names it reads and sets; frames within are left to themselves. */
  default void declare(Symbols symbols) {
    children().forEach(child -> child.declare(symbols));
  }
}
