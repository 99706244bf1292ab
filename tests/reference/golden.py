"""Writes golden_values.csv: values computed by hand or in R before any of our
code was written, to the digits they were written down with.  The tolerance is
half a unit of the last digit."""
import os

here = os.path.dirname(os.path.abspath(__file__))
rows = []


def say(data, command, name, *values, units=0.50001):
    for i, text in enumerate(values, 1):
        digits = len(text.split('.')[1]) if '.' in text else 0
        one = name if len(values) == 1 else f'{name}.{i}'
        size = max(1.0, abs(float(text)))
        rows.append(f'{data};{command};{one};{text};'
                    f'{units * 10 ** -digits / size:g};written down')


A = 'golden_a'
say(A, 'alpha', 'alpha', '.9305841924')
say(A, 'feldt', 'feldt.lo', '.8173770348')
say(A, 'feldt', 'feldt.hi', '.9806341940')
say(A, 'standardised-alpha', 'standardised', '.9317416177')
say(A, 'item-rest', 'item-rest', '.9347885860', '.8105770262', '.7592984624',
    '.8586296629')
say(A, 'alpha-if-deleted', 'if-deleted', '.8756121450', '.9192339717',
    '.9368327402', '.9026785714')
say(A, 'eigenvalues', 'eigenvalue', '3.326165122', '.437998738',
    '.163209173', '.072626967')
say(A, 'person-score', 'score', '75', '31.25', '87.5', '50', '12.5', '87.5',
    '43.75', '87.5', '18.75', '68.75')
say(A, 'person-score', 'mean', '56.25')
say(A, 'person-score', 'sd', '29.01747558')
S = 'golden_scores'
say(S, 't-interval', 't.lo', '35.49214845')
say(S, 't-interval', 't.hi', '77.00785155')
say(S, 'fpc frame=15', 't.lo', '44.26544882')
say(S, 'fpc frame=15', 't.hi', '68.23455118')
B = 'golden_b'
say(B, 'kruskal', 'h', '6.6553887')
say(B, 'kruskal', 'df', '2')
say(B, 'kruskal', 'p', '.03587573')
say(B, 'kruskal', 'epsilon2', '.6050353')
for pair, z, p, holm in (('JST-NGO', '1.963874', '.049545', '.099089'),
                         ('JST-SZK', '-.501952', '.615701', '.615701'),
                         ('NGO-SZK', '-2.328888', '.019865', '.059595')):
    say(B, 'dunn', 'z.' + pair, z)
    say(B, 'dunn', 'p.' + pair, p)
    say(B, 'dunn', 'holm.' + pair, holm)
say('golden_b_two', 'cliff', 'delta', '.80')
C = 'golden_c'
say(C, 'kendall-w', 'w', '.8717948718')
say(C, 'kendall-w', 'chi2', '13.94871795')
say(C, 'kendall-w', 'p', '.007460538')
say('golden_rwg', 'rwg', 'rwg', '.6666667')
say('golden_rwgj', 'rwgj', 'rwgj', '.9255319149')
say('golden_rwgj', 'rwgj', 'lindell', '.8055556')
P, run = 'golden_pm', 'paule-mandel sd=18'
say(P, run, 'tau2', '77.97895502')
say(P, run, 'mu', '56.03125909')
# metafor's default tolerance moves the last digit: one unit
say(P, run, 'eb', '58.53389', '51.64498', '62.19498', '55.35252', '61.90191',
    '46.55929', units=1)
say('golden_wilson', 'wilson', 'wilson.lo', '.1582198553')
say('golden_wilson', 'wilson', 'wilson.hi', '.7495416355')
say('p_1', 'bh', 'bh', '.005', '.03', '.05', '.05', '.2')
say('p_1', 'holm', 'holm', '.005', '.048', '.09', '.09', '.2')
W = 'golden_welch'
say(W, 'welch', 'interval.lo', '-.92455349')
say(W, 'welch', 'interval.hi', '19.55788682')
say(W, 'welch', 'df', '6.68397039')
say(W, 'welch', 'p', '.06824843')
say(W, 'welch', 'g', '1.252287484')
say('golden_hhi', 'hhi', 'hhi', '.38')
say('golden_hhi', 'hhi', 'hhi-normalised', '.07')
say('golden_hhi', 'hhi', 'equivalents', '2.631579')
say('groups_222', 'kruskal', 'p', '.102')
say('groups_222', 'kruskal', 'p.exact', '.067')
# maximum likelihood stops where the optimiser of R stopped: 1e-7
rows += [f'{A};omega;omega;.9356177657;1e-7;psych, at its bound',
         f'{A};omega;omega.correlation;.9327559554;1e-7;psych, at its bound']
with open(os.path.join(here, 'golden_values.csv'), 'w') as out:
    out.write('\n'.join(['data;command;name;value;tolerance;source'] + rows)
              + '\n')
for name, text in {
        S: 'x 75 31.25 87.5 50 12.5 87.5 43.75 87.5 18.75 68.75',
        'golden_b_two': 'group,x JST,75 JST,62.5 JST,87.5 JST,50 NGO,37.5 '
                        'NGO,50 NGO,25 NGO,62.5 NGO,43.75',
        'golden_rwg': 'x 4 4 5 3',
        'golden_rwgj': 'a,b,c 4,4,5 4,5,4 5,4,4 3,4,4',
        'golden_wilson': 'n,total 3,7',
        W: 'x,y 55,65 60,72.5 62.5,70 70,75 48,60 ,68',
        'golden_hhi': 'share .5 .3 .2'}.items():
    with open(os.path.join(here, 'data', name + '.csv'), 'w') as out:
        out.write(text.replace(' ', '\n') + '\n')
