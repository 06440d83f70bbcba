package dev.longspark.report;

/**
 * One picture of the page.
 *
 * @param title what it shows
 * @param svg the picture itself, as an element of the page
 */
public record Picture(String title, String svg) {}
