/**
 * Beside the key of each entry, which holds `<version> <JSON>`, an account has three keys of its own: the names of
 * its keys, those that expire by when they do, and the last version.
 */
export const bookKeys = (account: string): [names: string, expiring: string, version: string] => [
  `${account}names`,
  `${account}expiring`,
  `${account}version`,
];

/**
 * KEYS: those of `bookKeys`, then the changed ones. ARGV: for each of these the expected version (empty: any), the
 * milliseconds to live (empty: for ever), the JSON (empty: delete).
 *
 * Redis refuses a script's first write when its memory is full, and none after it: deletes come first, so that what
 * is taken away can be taken away even then. A version is at least the time, so that a master that lost the last
 * commits in a failover does not give theirs again.
 */
export const commitScript = `
local names, expiring, counter = KEYS[1], KEYS[2], KEYS[3]
local function change(i)
  local at = (i - 4) * 3
  return ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
end

for i = 4, #KEYS do
  local expected = change(i)
  local stored = string.match(redis.call('GETRANGE', KEYS[i], 0, 19), '^%d+') or 'absent'
  if expected ~= '' and expected ~= stored then return { 'stale', KEYS[i] } end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('GET', counter) or 0)
local version = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))

for i = 4, #KEYS do
  local _, _, json = change(i)
  if json == '' then redis.call('DEL', KEYS[i]) end
end
redis.call('SET', counter, version)
for i = 4, #KEYS do
  local _, ttl, json = change(i)
  if json == '' then
    redis.call('DEL', KEYS[i])
    redis.call('ZREM', names, KEYS[i])
    redis.call('ZREM', expiring, KEYS[i])
  elseif ttl == '' then
    redis.call('SET', KEYS[i], version .. ' ' .. json)
    redis.call('ZADD', names, 0, KEYS[i])
    redis.call('ZREM', expiring, KEYS[i])
  else
    local expires_at = string.format('%.0f', now + ttl)
    redis.call('SET', KEYS[i], version .. ' ' .. json, 'PXAT', expires_at)
    redis.call('ZADD', names, 0, KEYS[i])
    redis.call('ZADD', expiring, expires_at, KEYS[i])
  end
end

local gone = redis.call('ZRANGEBYSCORE', expiring, '-inf', '(' .. string.format('%.0f', now), 'LIMIT', 0, 100)
if #gone > 0 then
  redis.call('ZREM', names, unpack(gone))
  redis.call('ZREM', expiring, unpack(gone))
end
return { 'done', version }`;

/**
 * KEYS: the names of the account. ARGV: the command that reads them, its bounds, at most how many entries.
 * Answers the keys and what they hold, in turn. Redis itself drops what expires, so names may be left without one.
 */
export const listScript = `
local limit, found, offset = tonumber(ARGV[4]), {}, 0
while #found < limit * 2 do
  local names = redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3], 'LIMIT', offset, limit)
  if #names == 0 then break end
  for i, stored in ipairs(redis.call('MGET', unpack(names))) do
    if stored and #found < limit * 2 then
      found[#found + 1] = names[i]
      found[#found + 1] = stored
    end
  end
  offset = offset + #names
end
return found`;
