-- Questions to the read-only cities file (bot/store/data/cities.sqlite), not to the bot's database.
-- Cities are numbered by population, so the order of numbers is the order of answers.

-- name: called(folded, country)
-- Cities with exactly this folded name among their names.
SELECT c.geoname, c.name, c.country, z.name, c.latitude, c.longitude, c.population, c.names
FROM name AS n JOIN city AS c ON c.rank = n.city JOIN zone AS z ON z.id = c.zone
WHERE n.folded = :folded AND (:country IS NULL OR c.country = :country)
ORDER BY c.rank;

-- name: called_any(spellings, country)
-- Folded name and city for every name in a JSON list of folded names.
SELECT n.folded, c.geoname, c.name, c.country, z.name, c.latitude, c.longitude, c.population, c.names
FROM json_each(:spellings) AS wanted JOIN name AS n ON n.folded = wanted.value
JOIN city AS c ON c.rank = n.city JOIN zone AS z ON z.id = c.zone
WHERE :country IS NULL OR c.country = :country
ORDER BY c.rank;

-- name: beginning(since, until, country, most)
-- The largest cities with a folded name from `since` up to, not including, `until`.
SELECT c.geoname, c.name, c.country, z.name, c.latitude, c.longitude, c.population, c.names
FROM (SELECT DISTINCT n.city AS rank FROM name AS n WHERE n.folded >= :since AND n.folded < :until) AS found
JOIN city AS c ON c.rank = found.rank JOIN zone AS z ON z.id = c.zone
WHERE :country IS NULL OR c.country = :country
ORDER BY c.rank LIMIT :most;

-- name: spellings(since, until, shortest, longest)
-- Folded names in a range of the alphabet and of length.
SELECT DISTINCT folded FROM name
WHERE folded >= :since AND folded < :until AND length(folded) BETWEEN :shortest AND :longest;

-- name: city(geoname)
-- One city by its GeoNames number.
SELECT c.geoname, c.name, c.country, z.name, c.latitude, c.longitude, c.population, c.names
FROM city AS c JOIN zone AS z ON z.id = c.zone
WHERE c.geoname = :geoname;

-- name: between(south, north, west, east)
-- Position and number of the cities in a box, in ten-thousandths of a degree.
SELECT c.latitude, c.longitude, c.geoname FROM city AS c
WHERE c.latitude BETWEEN :south AND :north AND c.longitude BETWEEN :west AND :east
ORDER BY c.rank;
