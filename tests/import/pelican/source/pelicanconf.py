SITENAME = 'Wool'
SITEURL = 'https://wool.example'
TIMEZONE = 'Europe/Rome'
AUTHOR = 'Ada Loom'
