package dev.longspark.report;

/** A name and a value. */
public record Fact(String name, String value) {}
