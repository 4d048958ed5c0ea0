-- What the bridge of version 0.1.0 has written: two TVs, one of them named and with a token, and five views.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES(3);
CREATE TABLE owners (
      owner TEXT PRIMARY KEY,
      permitted INTEGER NOT NULL DEFAULT 1
    );
INSERT INTO owners VALUES('home',1);
INSERT INTO owners VALUES('anna',1);
CREATE TABLE players (
      player_id TEXT PRIMARY KEY,
      player_key TEXT UNIQUE,
      device_id TEXT,
      display_name TEXT NOT NULL,
      owner TEXT,
      token_hash TEXT UNIQUE,
      platform TEXT NOT NULL,
      msx_version TEXT,
      user_agent TEXT NOT NULL,
      address TEXT NOT NULL,
      registered_at_ms BIGINT NOT NULL,
      last_activity_at_ms BIGINT NOT NULL,
      connection_status TEXT NOT NULL DEFAULT 'offline',
      last_seen_at_ms BIGINT,
      current_post_id BIGINT,
      current_since_ms BIGINT,
      firmware_version TEXT,
      last_view_at_ms BIGINT
    );
INSERT INTO players VALUES('msx_gR_x5fiJa5qXj5vSgFm_x2dZA6nwo_x5f2GN61YmqI1YnEkZkEitL','ce1d6329-4f5f-51ae-a699-042759620a25','gR_iJa5qXj5vSgFm-ZA6nwo_2GN61YmqI1YnEkZkEitL','Linux at 127.0.0.1','home',NULL,'Linux',NULL,'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/143.0.7499.0 Safari/537.36','127.0.0.1',1795780947254,1795780976592,'offline',1795780976572,NULL,NULL,'0.1.0',1795780970483);
INSERT INTO players VALUES('msx_IUENEqBDiv615oA2l_x2dTPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK','acbd0bc9-2bfd-551f-981a-8bd7cdeb0601','IUENEqBDiv615oA2l-TPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK','Kitchen','anna','dc87f551570931c11ba1729b5a25d10b5500a68c4582dc6aba127f7dccec0b68','Linux',NULL,'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/143.0.7499.0 Safari/537.36','127.0.0.1',1795780947308,1795780976652,'offline',1795780976651,NULL,NULL,'0.1.0',1795780957585);
CREATE TABLE albums (
      album_id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL UNIQUE,
      author TEXT
    );
CREATE TABLE posts (
      post_id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      bytes BIGINT NOT NULL,
      modified_ms BIGINT NOT NULL,
      fingerprint TEXT NOT NULL,
      width INTEGER,
      height INTEGER,
      duration_ms BIGINT,
      author TEXT,
      present INTEGER NOT NULL DEFAULT 1
    );
INSERT INTO posts VALUES(101,'pictures/harbour.png','image','Harbour',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(102,'pictures/pines.png','image','Pines',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(103,'pictures/northern-lights.png','image','Northern lights',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(104,'pictures/dunes.png','image','Dunes',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(201,'pictures/town.png','image','Town',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(202,'pictures/ringed-planet.png','image','Ringed planet',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(203,'pictures/no-such-file.png','image','Broken on purpose',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(204,'pictures/tiles.png','image','Tiles',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(205,'pictures/creatures.png','image','Creatures',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(301,'pictures/northern-lights.png','audio','A short melody',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(401,'pictures/town.png','video','A day, MP4',0,0,'',NULL,NULL,NULL,NULL,1);
INSERT INTO posts VALUES(402,'pictures/town.png','video','A day, WebM',0,0,'',NULL,NULL,NULL,NULL,1);
CREATE TABLE views (
      view_id INTEGER PRIMARY KEY AUTOINCREMENT,
      player_key TEXT NOT NULL,
      player_id TEXT NOT NULL,
      post_id BIGINT NOT NULL,
      viewed_at_ms BIGINT NOT NULL,
      time_known INTEGER NOT NULL,
      received_at_ms BIGINT NOT NULL,
      intent TEXT NOT NULL,
      play_order INTEGER NOT NULL,
      channel TEXT NOT NULL,
      channel_user_sqid TEXT,
      channel_hashtag TEXT
    );
INSERT INTO views VALUES(1,'ce1d6329-4f5f-51ae-a699-042759620a25','msx_gR_x5fiJa5qXj5vSgFm_x2dZA6nwo_x5f2GN61YmqI1YnEkZkEitL',201,1795780949000,1,1795780950939,'artwork',0,'hashtag',NULL,'smallworlds');
INSERT INTO views VALUES(2,'acbd0bc9-2bfd-551f-981a-8bd7cdeb0601','msx_IUENEqBDiv615oA2l_x2dTPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK',201,1795780949000,1,1795780951079,'artwork',0,'hashtag',NULL,'smallworlds');
INSERT INTO views VALUES(3,'ce1d6329-4f5f-51ae-a699-042759620a25','msx_gR_x5fiJa5qXj5vSgFm_x2dZA6nwo_x5f2GN61YmqI1YnEkZkEitL',202,1795780955000,1,1795780957436,'channel',0,'hashtag',NULL,'smallworlds');
INSERT INTO views VALUES(4,'acbd0bc9-2bfd-551f-981a-8bd7cdeb0601','msx_IUENEqBDiv615oA2l_x2dTPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK',202,1795780955000,1,1795780957585,'channel',0,'hashtag',NULL,'smallworlds');
INSERT INTO views VALUES(5,'ce1d6329-4f5f-51ae-a699-042759620a25','msx_gR_x5fiJa5qXj5vSgFm_x2dZA6nwo_x5f2GN61YmqI1YnEkZkEitL',204,1795780968000,1,1795780970483,'channel',0,'hashtag',NULL,'smallworlds');
CREATE TABLE view_counts (
  counted TEXT NOT NULL,
  name TEXT NOT NULL,
  writer INTEGER NOT NULL,
  views BIGINT NOT NULL,
  PRIMARY KEY (counted, name, writer)
);
INSERT INTO view_counts VALUES('day','20784',0,5);
INSERT INTO view_counts VALUES('player','msx_gR_x5fiJa5qXj5vSgFm_x2dZA6nwo_x5f2GN61YmqI1YnEkZkEitL',0,3);
INSERT INTO view_counts VALUES('post','201',0,2);
INSERT INTO view_counts VALUES('player','msx_IUENEqBDiv615oA2l_x2dTPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK',0,2);
INSERT INTO view_counts VALUES('post','202',0,2);
INSERT INTO view_counts VALUES('post','204',0,1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('posts',402);
INSERT INTO sqlite_sequence VALUES('views',5);
CREATE INDEX posts_by_fingerprint ON posts (fingerprint);
CREATE UNIQUE INDEX views_once ON views (player_key, post_id, viewed_at_ms) WHERE time_known = 1;
CREATE INDEX views_without_time ON views (player_key, post_id, received_at_ms) WHERE time_known = 0;
CREATE INDEX views_by_time ON views (viewed_at_ms);
CREATE INDEX views_by_post ON views (post_id);
COMMIT;
