"""Writes nist_values.csv and those data sets of NIST's Statistical Reference
Datasets, univariate summary statistics, that have a rule; Lew, Lottery, Mavro
and Michelso lie in data/ (https://www.itl.nist.gov/div898/strd/univ/).

The last number of a line is the least number of right digits: statcalc prints
12; NumAcc 2 to 4 hold steps of 0.2 beside up to eight digits before the
point, so that the data themselves have lost those digits in binary.
"""
import os

here = os.path.dirname(os.path.abspath(__file__))


def pi_digits(n):
    """Gibbons's unbounded spigot."""
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while n:
        if 4 * q + r - t < m * t:
            yield m
            n -= 1
            q, r, m = 10 * q, 10 * (r - m * t), \
                10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, \
                (q * (7 * k + 2) + r * x) // (t * x), x + 2


def write(name, values):
    with open(os.path.join(here, 'data', f'nist_{name}.csv'), 'w') as out:
        out.write('x\n' + '\n'.join(map(str, values)) + '\n')


digits = list(pi_digits(5000))
digits[956] = 3  # pi has 8 here; NIST certifies the file as it stands
write('pidigits', digits)
write('numacc1', [10000001, 10000003, 10000002])
write('numacc2', ['1.2'] + ['1.1', '1.3'] * 500)
write('numacc3', ['1000000.2'] + ['1000000.1', '1000000.3'] * 500)
write('numacc4', ['10000000.2'] + ['10000000.1', '10000000.3'] * 500)
CERTIFIED = {  # mean, standard deviation, lag-1 autocorrelation; digits
    'pidigits': ('4.5348', '2.86733906028871', '-0.00355099287237972', 11, 11),
    'lottery': ('518.958715596330', '291.699727470969', '-0.120948622967393',
                11, 11),
    'lew': ('-177.435', '277.332168044316', '-0.307304800605679', 11, 11),
    'mavro': ('2.001856', '0.000429123454003053', '0.937989183438248', 11, 11),
    'michelso': ('299.8524', '0.0790105478190518', '0.535199668621283',
                 11, 11),
    'numacc1': ('10000002', '1', '-0.5', 12, 12),
    'numacc2': ('1.2', '0.1', '-0.999', 11, 11),
    'numacc3': ('1000000.2', '0.1', '-0.999', 9, 9),
    'numacc4': ('10000000.2', '0.1', '-0.999', 8, 8),
}
with open(os.path.join(here, 'nist_values.csv'), 'w') as out:
    out.write('data;command;name;value;digits;source\n')
    for name, (mean, sd, r, sd_digits, r_digits) in CERTIFIED.items():
        for what, value, digits in (('mean', mean, 11), ('sd', sd, sd_digits),
                                    ('autocorrelation', r, r_digits)):
            out.write(f'nist_{name};mean;{what};{value};{digits};NIST StRD\n')
