UPDATE later SET note = 'third';
