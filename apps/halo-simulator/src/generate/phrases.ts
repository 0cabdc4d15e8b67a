/** Text as service desks see it: several scripts, quotes, HTML, emoji, and what people paste. */
export const GIVEN = [
  'Ann', 'Jürgen', 'Zoë', 'Søren', 'María José', 'Łukasz', '陽子', '伟', 'Chloé', 'Oluwaseun', "D'Arcy", 'Kübra',
  'Nguyễn', 'Björn', 'Ингрид', 'Priya', 'Seán', 'Wei-Ling', 'José', 'Amélie', 'Ömer', 'Ruth',
] as const; // prettier-ignore

export const FAMILY = [
  'Lee', 'Müller', "O'Brien", 'Nguyễn', 'van den Berg', '山田', '王', 'Łaszcz', 'Ødegård', 'García-López', 'Smith',
  'Weiß', 'Kowalczyk', 'Åkesson', 'Dubois', 'Çelik', 'Иванова', 'McKenzie', 'Fußenegger', 'Björklund',
] as const; // prettier-ignore

export const COMPANIES = [
  'Birch Ltd', 'Müller & Söhne GmbH', 'Łódź Logistics', 'O’Neill "Fast" Freight', '株式会社山田', 'Café Zoë', 'Ängelholm AB',
  'Smith <Partners> LLP', 'Ωmega Labs', 'Grün & Co. KG', 'Brontë House', 'Señor Tapas SL', '北京数据公司', 'Contoso',
  'Fjord Energi AS', 'École Sainte-Thérèse', 'Quick 🚚 Movers', 'Ashford Council', 'Nørrebro Dental', 'Wyvern Media',
] as const; // prettier-ignore

export const PLACES = [
  'Main', 'Head Office', 'Werk Süd', 'Warehouse 2', 'Zürich', 'São Paulo', '東京支社', 'Køge', 'Remote', 'Data Centre A/B',
  'Łódź', 'Cork', 'Malmö', 'Depot "North"', 'Plant #4',
] as const; // prettier-ignore

export const SUBJECTS = [
  'VPN drops every hour', 'New starter', 'Drucker druckt nur ÄÖÜ als ???', 'Outlook says "disconnected"',
  'メールが届かない', 'Laptop won’t boot 💻🔥', 'Password reset', 'Zugriff auf \\\\srv-01\\daten fehlt',
  'Rechnung <falsch> erstellt', 'Teams call echo', 'Disk 95% full on SQL-02', "Can't open the P&L.xlsx", '请重置密码',
  'Leaver: disable account', 'Wi-Fi slow in café', 'Phishing? "You won €1.000.000"', 'Licence renewal', 'Server down!!! 🚨',
] as const; // prettier-ignore

export const SENTENCES = [
  'Started after the update.', 'Es passiert jeden Morgen gegen 8:00 Uhr; die Kollegin Frau Weiß hat das auch.',
  'I tried turning it off & on again.', '昨日から発生しています。', 'See attached screenshot <image001.png>.',
  'Error: "0x80070005 – Access denied".', 'C’est très urgent, merci d’avance !', 'Already spoke to Søren about this 👍🏽.',
  'The path is C:\\Users\\ann\\AppData\\Local\\Temp.', 'SELECT * FROM users WHERE name = \'O\'\'Brien\'; -- from the log',
  'Пожалуйста, перезвоните.', 'It works for everyone else; 100% reproducible on my machine.', 'من فضلك ساعدني',
  'Regards,\r\nAnn\r\n\r\n--\r\nSent from my phone', '👨‍👩‍👧‍👦 family plan licence, e\u0301 combining accent.',
] as const; // prettier-ignore

export const TEAMS = ['1st Line Support', '2nd Line Support', 'Infrastruktur', 'Projects', 'Finance'] as const;
export const CATEGORIES = [
  'Network>VPN',
  'Hardware>Laptop',
  'Software>Office',
  'Konto>Passwort',
  '',
  'Security>Phishing',
] as const;
export const COUNTRIES = ['United Kingdom', 'Deutschland', 'Ireland', 'Österreich', '日本', 'Sverige', ''] as const;
export const TIMEZONES = ['', '', 'Europe/London', 'Europe/Berlin', 'Asia/Tokyo'] as const;
