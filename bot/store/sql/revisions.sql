-- name: latest(slug)^
SELECT * FROM revisions WHERE slug = :slug ORDER BY number DESC LIMIT 1;

-- name: add(slug, document, letters, digest, author, created)$
INSERT INTO revisions (slug, number, document, letters, digest, author, created)
SELECT CAST(:slug AS TEXT), COALESCE(MAX(number), 0) + 1, CAST(:document AS TEXT), CAST(:letters AS TEXT),
    CAST(:digest AS TEXT), CAST(:author AS TEXT), CAST(:created AS BIGINT)
FROM revisions WHERE slug = :slug
RETURNING number;

-- name: numbers()
SELECT slug, MAX(number) AS number FROM revisions GROUP BY slug ORDER BY slug;
