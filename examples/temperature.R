# The net temperature of two countries by week, from the Parquet of `detente export out --as parquet`.
#
#   Rscript examples/temperature.R out USA RUS
#
# Needs the package arrow. A plain mean of what happened, without copies, confidence and bands: those are what
# `detente temperature USA RUS --parquet out` adds (docs/temperature.md).

library(arrow)

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
sides <- arguments[2:3]

events <- as.data.frame(read_parquet(
  file.path(folder, "event.parquet"),
  col_select = c("id", "report", "intensity", "status", "sources", "targets", "when")
))
reports <- as.data.frame(read_parquet(file.path(folder, "report.parquet"), col_select = c("id", "published_at")))
actors <- as.data.frame(read_parquet(file.path(folder, "actor.parquet"), col_select = c("id", "country")))

# Only what happened or is happening; what is planned, feared, denied or demanded is no deed.
events <- events[events$status %in% c("occurred", "ongoing"), ]
country <- setNames(actors$country, actors$id)
acts <- function(ids, side) any(country[unlist(ids)] == side, na.rm = TRUE)
between <- mapply(
  function(sources, targets) {
    (acts(sources, sides[1]) && acts(targets, sides[2])) || (acts(sources, sides[2]) && acts(targets, sides[1]))
  },
  events$sources, events$targets
)
events <- events[as.logical(between), ]

# The day of the event where the text says one, else that of its report.
published <- reports$published_at[match(events$report, reports$id)]
day <- as.Date(substr(ifelse(is.na(events$when$end), published, events$when$end), 1, 10))
week <- day - (as.integer(format(day, "%u")) - 1)
print(aggregate(data.frame(net = events$intensity), by = list(week = week), FUN = mean))
